/**
 * Lines that one process prints in regular turns (model-ddl-ingest 1.6 and 1.10). Where a turn is missing, the log has lost lines on its way:
 * whatever rests on the absence of a line then proves nothing.
 */
export const regular = {
  pairs: [
    { first: ['engine.close-started'], second: ['engine.closed', 'engine.close-failed'] },
    { first: ['engine.import-started'], second: ['engine.imported', 'engine.import-failed', 'engine.import-retried'] },
    { first: ['engine.cleanup-started'], second: ['engine.cleaned', 'engine.cleanup-failed'] },
    { first: ['executor.started'], second: ['executor.exited'] },
  ],
  // Every node loads every version, each from the one that it loaded before.
  chains: [{ kind: 'schema-version.diff-loaded', from: 'currentSchemaVersion', to: 'neededSchemaVersion' }],
  restarts: ['server.start', 'schema-version.full-loaded'],
  least: 6,
  share: 0.02,
} as const
