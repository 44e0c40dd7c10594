// What the search finds: the text of a page and its code, without the colours, which are most of the work of a build.

/** Of VitePress's own renderer, what is used here. */
interface Renderer {
  readonly options: { highlight?: unknown };
  render(source: string, env: object): string;
}

interface Environment {
  readonly frontmatter?: { readonly search?: boolean };
}

export function plainly(source: string, env: Environment, md: Renderer): string {
  const { highlight } = md.options;
  md.options.highlight = null;
  try {
    const html = md.render(source, env);
    return env.frontmatter?.search === false ? '' : html;
  } finally {
    md.options.highlight = highlight;
  }
}
