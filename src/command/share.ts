import { UserError } from '../errors.ts'

/** A share between 0 and 1, written `0.25` or `25%`. @throws UserError for anything else */
export function parseShare(flag: string, text: string): number {
  const parts = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(text.trim())
  const share = parts === null ? Number.NaN : Number(parts[1]) / (parts[2] === '%' ? 100 : 1)
  if (share >= 0 && share <= 1) return share
  throw new UserError(`${flag} '${text}' is no share.`, "Write a number from 0 to 1, or a percentage such as '10%'.")
}
