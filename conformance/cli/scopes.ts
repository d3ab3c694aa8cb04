import { FAMILIES, type Family } from '../../spec/index.ts';
import { kits } from '../kits.ts';
import { CONFORMANT } from '../verdict.ts';

export function scopes({ family }: { readonly family?: Family }): number {
  for (const each of family === undefined ? FAMILIES : [family])
    for (const { name, reason, effort } of kits[each].scopes)
      console.log(`${name.padEnd(24)} ${reason}${effort === 'high' ? '; takes minutes' : ''}`);
  return CONFORMANT;
}
