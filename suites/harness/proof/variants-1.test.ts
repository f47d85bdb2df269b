import { variantsSuite } from './variants-suite.ts';

variantsSuite(1, 2);
