import { receiverVariantsSuite } from './receiver-variants-suite.ts';

receiverVariantsSuite(2, 2);
