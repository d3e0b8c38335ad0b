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
    /**
     * tidb_ddl_error_count_limit is 512 unless set otherwise (job notes, section 2); a plan is tried again at every turn, and a subtask that
     * failed in a way that may pass is begun again, without any limit or count (task notes, section 5).
     */
    retries: { field: 'job.ErrCount', limit: 512, endless: ['task', 'subtask', 'scheduler', 'executor'] },
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
      /** Ten turns, as many as reruns that make a loop of a subtask (I14), and the 10 s after which idle executors end (task notes, section 5). */
      turns: 10,
      quietMs: 10_000,
      won: { job: ['synced'], task: ['succeed'] },
      lost: {
        job: ['rollingback', 'rollback done', 'cancelling', 'cancelled', 'pausing', 'paused'],
        task: ['cancelling', 'reverting', 'reverted', 'failed', 'pausing', 'paused', 'awaiting-resolution'],
        subtask: ['failed', 'canceled', 'paused', 'reverting', 'reverted', 'revert_failed'],
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
    wholeness: {
      /** Each node prints from which version of the schema to which it went: the next time it goes on from there, unless it loads all anew (job notes, 1.10). */
      chain: {
        kind: 'schema-version.diff-loaded',
        from: ['currentSchemaVersion', 'currVer'],
        to: ['gotSchemaVersion', 'gotVer', 'neededSchemaVersion', 'neededVer'],
        breaks: ['schema-version.full-loaded', 'server.start'],
        proofs: 2,
      },
      /** The begin and the end of one and the same piece of code (job notes, section 4, I20), and a round of the owner and the next (I12). */
      pairs: [
        { of: 'engine', open: 'engine.import-started', close: ['engine.imported', 'engine.import-failed', 'engine.import-retried'] },
        { of: 'engine', open: 'engine.close-started', close: ['engine.closed', 'engine.close-failed'] },
        { of: 'engine', open: 'engine.cleanup-started', close: ['engine.cleaned', 'engine.cleanup-failed'] },
        {
          of: 'job',
          open: 'reorg.wait-timeout',
          close: ['job.step-start', 'reorg.done', 'reorg.not-owner', 'job.step-error'],
          alone: true,
        },
      ],
    },
    /**
     * The owner ends a round over a running job every 5 s (job notes, section 4, I12), tries again after 1 s what failed (I6), and says once
     * a second for whom it waits (4.1, F11). The longest pause between two tries of anything, 30 s, twenty times over. Of a task nothing of the
     * kind is printed: one that runs or reverts may be silent for hours.
     */
    stall: {
      quietMs: 600_000,
      dueMs: 30_000,
      of: ['job'],
      busy: { job: ['running', 'rollingback', 'cancelling', 'pausing'] },
    },
    /** Kubernetes starts a container that dies again after 10 s, and with each death later, but never later than 5 min (its CrashLoopBackOff). */
    crashLoop: { count: 3, pauseMs: 600_000 },
    /** An owner keeps its key for a lease of 60 s beyond its last sign of life (job notes, section 2): one that is lost every other minute is not kept. */
    flapping: { count: 5, withinMs: 600_000 },
    leftOver: {
      /** Executors end within 10 s of idleness, the framework cleans up every 10 min (task notes, section 5). */
      graceMs: 900_000,
      holds: {
        // Of a closed engine one line more is due, of an open one four: a line that was lost shall not count as a leak.
        engine: { states: ['open'], letGo: ['engine.cleaned'] },
        backend: { states: ['registered'], letGo: ['backend.closed'] },
      },
      all: 'backend',
      failed: ['subtask.run-failed', 'subtask.retryable-error', 'subtask.run-cancelled', 'subtask.canceled', 'subtask.failed'],
      done: ['subtask.run-completed', 'subtask.executed'],
      job: { machine: 'job', ended: ['synced', 'rollback done', 'cancelled'] },
    },
  },
} as const
