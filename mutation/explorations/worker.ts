/** A process of its own: is sent the name of an exploration, and answers what it found. */
import { EXPLORATIONS, type Explored, nameOf } from '../explorations.ts';

export interface Timed extends Explored {
  /** Of this process. */
  readonly cpuSeconds: number;
}

export default async function exploration(name: string): Promise<Timed> {
  const found = EXPLORATIONS.find((each) => nameOf(each) === name);
  if (found === undefined) throw new Error(`there must be an exploration ${name}`);
  const before = process.cpuUsage();
  const explored = await found.explore();
  const { user, system } = process.cpuUsage(before);
  return { ...explored, cpuSeconds: (user + system) / 1e6 };
}
