/**
 * When a worker that makes no progress has been waited for long enough. Only the time counts that the
 * processor gave to it, so that a machine that is busy with others does not accuse the subject.
 *
 *     look         |    100 ms    |    100 ms    |    100 ms    |
 *     processor    ####...........############...##############..
 *     waited         >= 20 ms          80 ms          90 ms        > patience: stalled
 */

/** Milliseconds between two looks. */
const LOOKING = 100;
/** What counts of a look if nothing ran: a subject may hang asleep. */
const ASLEEP = LOOKING / 5;

/** Workers that are waited for; they share what this process gets. */
let waitedFor = 0;

/** Milliseconds of the processor that this process used. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Calls `stalled` when `place` answers the same for `patience` milliseconds. The wait begins anew with
 * each change, and not before `place` answers a text. Answers what ends it.
 */
export function onStall(
  place: () => string | null,
  patience: number,
  stalled: () => void,
): () => void {
  let [seen, before, waited] = [place(), used(), 0];
  waitedFor++;
  const timer = setInterval(() => {
    const [now, after] = [place(), used()];
    const share = (after - before) / waitedFor;
    waited = now === null || now !== seen ? 0 : waited + clamped(share);
    [seen, before] = [now, after];
    if (waited > patience) stalled();
  }, LOOKING);
  return () => {
    clearInterval(timer);
    waitedFor--;
  };
}

const clamped = (share: number): number => Math.min(Math.max(share, ASLEEP), LOOKING);
