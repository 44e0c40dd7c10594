// How wide a place in the page is, so that a drawing keeps the size of its letters on a telephone.

import { onBeforeUnmount, onMounted, type Ref, ref, type ShallowRef } from 'vue';

export function useWidth(
  element: Readonly<ShallowRef<HTMLElement | null>>,
  first: number,
): Ref<number> {
  const width = ref(first);
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) width.value = Math.floor(entry.contentRect.width);
    });
    if (element.value) observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return width;
}
