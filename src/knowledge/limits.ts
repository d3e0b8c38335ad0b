/** Limits that turn repetition, delay and disorder into findings. Data: the replay takes them as an argument. */
export const limits = {
  /**
   * Clocks of a cluster's nodes are kept by NTP, commonly within tens of milliseconds, but lines reach a log some time after what
   * they report, and old layouts print whole seconds. PD itself warns of a clock that jumps by more than 150 ms
   * (tikv/pd, pkg/tso: `jetLagWarningThreshold`); ten times that is no clock's fault any more.
   */
  skewMs: 2_000,
  /** An owner's lease is 60 s and a schema lease 90 s: what a loss leads to may come that much later (job notes, section 2). */
  witnessMs: 120_000,
  detect: {
    livelock: {
      /** About 20 in a row of one plan step (task notes, I3) and 10 reruns of a subtask (I14) are not explained by a passing fault any more. */
      count: 20,
      /** A scheduler turns every 500 ms, so 20 turns take 10 s (task notes, I3); executors turn every 300 ms, 20 in 6 s (section 5). */
      spanMs: 5_000,
      /** The longest pause between two tries of one thing: 30 s for region jobs and for statements of the framework (notes, timers). */
      pauseMs: 600_000,
    },
    /** A job retries once a second, a scheduler twice, an executor about three times (notes, timers): more is a loop without its brake. */
    storm: { count: 300, withinMs: 60_000 },
    errorFields: ['error', 'job.Err'],
    /** Printed while a job works: rows done, how far; a new snapshot or step is another round of work. */
    progressFields: ['job.RowCount', 'job.SnapshotVersion', 'current-step', 'next-step'],
    /** tidb_ddl_error_count_limit is 512 unless set otherwise (job notes, section 2). */
    retries: { field: 'job.ErrCount', limit: 512 },
    /** Said again and again while a reorganisation goes its way, or while somebody else is asked to wait. */
    benignKinds: [] as readonly string[],
    /** The owner's five-second round over a running reorganisation ends with this, which is no error (job notes, 1.4). */
    benignErrors: ['wait reorg timeout', 'wait reorganization timeout'],
  },
} as const
