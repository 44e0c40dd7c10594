// For the stages above, which import this one only.

export * from '@byor/05-expiry/testing/command-tables';
