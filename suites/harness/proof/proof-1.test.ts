import { proofSuite } from './proof-suite.ts';

proofSuite(1, 2);
