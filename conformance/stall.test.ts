/** The clock and the processor are played: a look each 100 ms, and what ran since the last one. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onStall } from './stall.ts';

const PATIENCE = 300;
let used = 0;

beforeEach(() => {
  used = 0;
  vi.useFakeTimers();
  vi.spyOn(process, 'cpuUsage').mockImplementation(() => ({ user: used * 1_000, system: 0 }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** How many looks it takes, up to a hundred, if the processor runs for so long between two. */
function looksUntilStall(ran: number, place: (look: number) => string | null, others = 0): number {
  const ends = Array.from({ length: others }, () =>
    onStall(
      () => null,
      PATIENCE,
      () => {},
    ),
  );
  let look = 0;
  let isStalled = false;
  const end = onStall(
    () => place(look),
    PATIENCE,
    () => {
      isStalled = true;
    },
  );
  while (!isStalled && look < 100) {
    look++;
    used += ran;
    vi.advanceTimersByTime(100);
  }
  for (const each of [end, ...ends]) each();
  return look;
}

describe('a worker stalls', () => {
  const same = () => '0,1';

  it.each([
    { ran: 100, looks: 4, what: 'at once if it has the processor' },
    { ran: 400, looks: 4, what: 'no sooner if other threads of the process run as well' },
    { ran: 50, looks: 7, what: 'later if it has half of the processor' },
    { ran: 0, looks: 16, what: 'in the end if it sleeps' },
  ])('$what', ({ ran, looks }) => {
    expect(looksUntilStall(ran, same)).toBe(looks);
  });

  it('later if it shares with another that is waited for', () => {
    expect(looksUntilStall(100, same, 1)).toBe(7);
    expect(looksUntilStall(100, same)).toBe(4);
  });

  it('later if it moves on in between, and never if it always does', () => {
    expect(looksUntilStall(100, (look) => (look < 3 ? 'a' : 'b'))).toBe(7);
    expect(looksUntilStall(100, (look) => `${look}`)).toBe(100);
  });

  it('only where it is somewhere', () => {
    expect(looksUntilStall(100, () => null)).toBe(100);
    expect(looksUntilStall(100, (look) => (look < 10 ? null : 'a'))).toBe(14);
  });
});
