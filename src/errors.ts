/** The user's world is at fault (command line, config, input): shown as a sentence and a tip, never with a stack. */
export class UserError extends Error {
  override readonly name = 'UserError'
  /**
   * @param message what is wrong, as a sentence
   * @param tip what to do next
   * @param exit the exit code: 2 for a wrong command line, config or signature file, 3 for input that could not be read
   */
  constructor(
    message: string,
    readonly tip: string,
    readonly exit: 2 | 3 = 2,
  ) {
    super(message)
  }
}

/** The program itself is at fault; exit code 4. */
export class BugError extends Error {
  override readonly name = 'BugError'
}

/** Marks a branch that the types rule out. @throws BugError always */
export function unreachable(value: never): never {
  throw new BugError(`unreachable: ${JSON.stringify(value)}`)
}
