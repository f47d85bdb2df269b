import type { Expectation } from '../expectation.ts';
import { accepts } from './accepts.ts';
import { acts } from './acts.ts';
import { actsOnNobodyElse } from './acts-on-nobody-else.ts';
import { actsOnce } from './acts-once.ts';
import { arrives } from './arrives.ts';
import { claims } from './claims.ts';
import { nothingElse } from './nothing-else.ts';
import { once } from './once.ts';
import { order } from './order.ts';
import { restraint } from './restraint.ts';
import { set } from './set.ts';
import { signature } from './signature.ts';
import { subject } from './subject.ts';

/** What is expected of the two sides of every scenario. */
export const expectations: readonly Expectation[] = [
  arrives,
  subject,
  claims,
  once,
  order,
  nothingElse,
  signature,
  set,
  accepts,
  acts,
  actsOnNobodyElse,
  actsOnce,
  restraint,
];
