/** Limits that turn repetition, delay and disorder into findings. Data: the replay takes them as an argument. */
export const limits = {
  /**
   * Nodes are meant to differ by less than 500 ms (tiup's check of a cluster warns from there on), so two of them by less than a second; lines
   * reach a log some time after what they report, old layouts print whole seconds, and machines of test beds are kept less well.
   */
  skewMs: 5_000,
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
    /** What works on something and can be stuck with it; a node's or an owner's trouble is the surroundings'. */
    entities: [
      'job',
      'task',
      'subtask',
      'scheduler',
      'executor',
      'engine',
      'backend',
      'checkpoint',
      'flush-lock',
      'reorg-ctx',
      'schema-version',
    ],
    /** Not `job.Err`: a job prints its last error at every step from then on, however well it goes. */
    errorFields: ['error'],
    /** Printed while a job works: rows done, how far; a new snapshot or step is another round of work. */
    progressFields: ['job.RowCount', 'job.SnapshotVersion', 'total added row count', 'totalAddedRowCount', 'next-step'],
    /** tidb_ddl_error_count_limit is 512 unless set otherwise (job notes, section 2). */
    retries: { field: 'job.ErrCount', limit: 512 },
    /**
     * A leader election of PD or TiKV, or a network that is parted, is over within minutes, and errors that count as retryable are there to
     * bridge it (job notes, section 2; task notes, section 5). What went through afterwards was no livelock.
     */
    healing: {
      withinMs: 300_000,
      by: {
        job: ['job.add-index-done', 'job.finished-for-client'],
        task: ['task.subtasks-scheduled'],
        subtask: ['subtask.run-completed'],
      },
    },
    benignKinds: [
      'reorg.wait-timeout', // the owner's five-second round over a running reorganisation ends with an error that is none (job notes, 1.4)
      'reorg.paused', // each worker says it of a job that was paused on purpose
      'engine.region-job-failed', // regions split and move under every large import; each is retried up to 30 times (job notes, section 2)
      'engine.region-write-retried',
      'engine.split-retried',
      'engine.disk-low', // a warning at each flush that goes on all the same
      'job.event-notify-failed', // statistics are told later; 317 times in healthy test runs of 2026
      'etcd.retry', // a client below TiDB that tries again by itself
    ],
    /** Texts of errors with which TiDB only turns back to its loop. */
    benignErrors: ['wait for reorganization timeout', 'wait reorg timeout', 'context canceled'],
  },
} as const
