import { counted, duration, sentenceCase, times } from './names.ts'
import { argument, type Word } from './word.ts'

const crashLoop: Word = (finding) => ({
  title: `tidb-server on ${finding.nodes.join(', ')} dies again and again`,
  explanation: `It ended ${times(finding.count)}, about every ${duration(Number(argument(finding, 'period', '0')))}, and nobody had asked it to.`,
  remedy:
    'Look for what it died of: a panic or fatal error on its stderr, the out-of-memory killer (dmesg), a failing liveness probe. A DDL job whose owner dies at each takeover goes round with the ownership: ADMIN CANCEL DDL JOBS ends that.',
})

const ownerFlapping: Word = (finding) => ({
  title: `The DDL owner changes again and again between ${finding.nodes.join(', ')}`,
  explanation: `It changed ${times(finding.count)}, about every ${duration(Number(argument(finding, 'period', '0')))}, without any of them restarting. An owner keeps its key in etcd for a lease of 60 s beyond its last sign of life.`,
  remedy:
    'Look at the way from the tidb-servers to PD (etcd): lost leases come from a PD that is slow or cannot be reached, or from tidb-servers that are starved of CPU. Every change makes running jobs begin their step anew.',
})

const leftOver: Word = (finding, subject) => ({
  title: sentenceCase(`${subject} has ended and left ${counted(finding.count, 'thing')} behind`),
  explanation: `Not let go of: ${argument(finding, 'things')}. The node goes on, so the memory, files and locks stay taken until it restarts.`,
  remedy:
    'Restart the node when it suits: what is left lies in its memory and its temp-dir. Until then an ADD INDEX with the same index id can meet the lock.',
})

/** Words for what befalls nodes and what jobs leave on them, by code. */
export const surroundingWords: Readonly<Record<string, Word>> = {
  'crash-loop': crashLoop,
  'owner-flapping': ownerFlapping,
  'left-over': leftOver,
}
