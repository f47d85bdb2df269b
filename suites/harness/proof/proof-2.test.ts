import { proofSuite } from './proof-suite.ts';

proofSuite(2, 2);
