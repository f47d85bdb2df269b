import { variantsSuite } from './variants-suite.ts';

variantsSuite(2, 2);
