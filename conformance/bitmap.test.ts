/** The model as a subject passes its own suite: what the chapter asks for can be done. */
import { referenceBitmap } from './reference.ts';
import { describeConformance } from './vitest.ts';

describeConformance(referenceBitmap);
