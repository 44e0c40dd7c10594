// For the stages above, which import this one only.

export * from '@byor/04-kv/testing/command-tables';
