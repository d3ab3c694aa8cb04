/** The model as a subject passes its own suite: what the chapter asks for can be done. */
import { referencePaged } from './reference.ts';
import { describeConformance } from './vitest.ts';

describeConformance(referencePaged);
