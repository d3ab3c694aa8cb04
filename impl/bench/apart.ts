/**
 * Compiles a function once more, so that it has inline caches and optimised code of its own.
 *
 * A loop that has met one allocator is slower on the next: its calls are no longer monomorphic. So
 * each pair of a loop and a target gets its own copy. The engine shares what it learns between
 * equal texts, therefore each copy ends in another comment. The text must be closed: it may name
 * its parameters and globals, nothing of its module.
 */
let copies = 0;

export function apart<F extends (...args: never[]) => unknown>(closed: F): F {
  copies++;
  const compiled: F = new Function(`return (${closed}\n); // copy ${copies}`)();
  return compiled;
}
