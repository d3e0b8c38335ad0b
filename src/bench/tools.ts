import { spawnSync } from 'node:child_process'

/** How each of the programs that we are compared with tells its version. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  rg: ['--version'],
  jq: ['--version'],
  lnav: ['-V'],
  zcat: ['--version'],
  tar: ['--version'],
  panicparse: ['-h'],
}

export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' }).status === 0
}

/** `rg 14.1.1`, for those that are installed and say so. */
export function versions(): readonly string[] {
  return Object.entries(ASKED).flatMap(([program, args]) => {
    if (!isInstalled(program)) return []
    const said = /\d+\.\d+(?:\.\d+)?/.exec(spawnSync(program, args, { encoding: 'utf8' }).stdout)
    return said === null ? [] : [`${program} ${said[0]}`]
  })
}
