/**
 * By what a line or a stack is known to be a tidb-server's, and not that of another program of its repository.
 * pingcap/tidb@f662fa1c: cmd/, br/, lightning/ and dumpling/ hold programs of their own; a test's process ends by itself alone.
 */
export const serverProcess = {
  /** Kinds that only a tidb-server prints when it begins. */
  kinds: ['server.start', 'server.serving'],
  code: 'pingcap/tidb/',
  /** Of the programs in cmd/ the one that is meant. */
  entrance: '/cmd/tidb-server/',
  others: ['/br/', '/lightning/', '/cmd/', '/dumpling/', 'testing.tRunner'],
}
