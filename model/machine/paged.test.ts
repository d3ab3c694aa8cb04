import { describe, expect, it } from 'vitest';
import { explore } from '../explore.ts';
import { SOUND } from './paged/rules.ts';
import { PAGED_MACHINE_SCOPES } from './paged/scopes.ts';
import { machineOf } from './paged/system.ts';

const SMALL = PAGED_MACHINE_SCOPES.filter(({ expected }) => expected.transitions < 250_000);

describe('a paged machine', () => {
  it.each(SMALL)('$name: has as many states as another program found', (scope) => {
    const { states, transitions, depth } = explore(machineOf(scope.parameters, SOUND));
    expect({ states, transitions, depth }).toEqual(scope.expected);
  });
});
