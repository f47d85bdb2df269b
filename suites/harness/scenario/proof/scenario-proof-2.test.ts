import { scenarioProofSuite } from './scenario-proof-suite.ts';

scenarioProofSuite(2, 2);
