/**
 * Facts that many predicates ask for are derived once. All predicates are asked about one transition
 * before the next one comes, so it is enough to remember the latest question. What is derived must
 * depend on the arguments only, and those are compared by identity: they are immutable values.
 */

/** The same function, which answers the latest question again without deriving anything. */
export function once<Key extends object, Value>(derive: (key: Key) => Value): (key: Key) => Value {
  let latest: { readonly key: Key; readonly value: Value } | null = null;
  return (key) => {
    if (latest === null || latest.key !== key) latest = { key, value: derive(key) };
    return latest.value;
  };
}

/** The same for two arguments. */
export function onceOfTwo<One extends object, Two extends object, Value>(
  derive: (one: One, two: Two) => Value,
): (one: One, two: Two) => Value {
  let latest: { readonly one: One; readonly two: Two; readonly value: Value } | null = null;
  return (one, two) => {
    if (latest === null || latest.one !== one || latest.two !== two) {
      latest = { one, two, value: derive(one, two) };
    }
    return latest.value;
  };
}
