/** An operation as text, equal for equal calls. */
import type { HeapOperation } from '../../spec/index.ts';

export function callText(operation: HeapOperation): string {
  switch (operation.kind) {
    case 'alloc': {
      const method = operation.zeroed ? 'allocZeroed' : 'alloc';
      return `${method}(${show(operation.size)}, align ${show(operation.align)})`;
    }
    case 'realloc':
      return `realloc(#${operation.slot}, ${show(operation.size)})`;
    case 'misuse':
      return operation.how === 'null'
        ? 'dealloc(null)'
        : `${operation.how} dealloc(#${operation.slot})`;
    case 'dealloc':
    case 'verify':
      return `${operation.kind}(#${operation.slot})`;
    default:
      return `${operation.kind}()`;
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}
