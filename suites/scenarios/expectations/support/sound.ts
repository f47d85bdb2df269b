import { criticalViolation, signatureViolation } from '../../../set/signature-violation.ts';
import { verifySignature } from '../../../set/verify.ts';
import { requirement } from '../../../standard/requirements.ts';
import type { Performance, WireSet } from '../../performance.ts';
import { type Answer, type Review, reviewOf } from './review.ts';
import { oktaViolations, setViolations } from './set-violations.ts';
import { sentence, stepWords } from './words.ts';

/** The events by which a Receiver is judged: it must not be blamed for what a Transmitter did wrong. */
export interface Deliveries {
  /** SETs that say exactly what the story wants and that no Receiver has a reason to refuse. */
  right: readonly Answer[];
  /** Why a Receiver is not judged by the other events. */
  unjudged: readonly string[];
}

const deliveries = new WeakMap<Performance, Deliveries>();

export function deliveriesOf(performance: Performance): Deliveries {
  const known = deliveries.get(performance) ?? sifted(performance);
  deliveries.set(performance, known);
  return known;
}

function sifted(performance: Performance): Deliveries {
  const review = reviewOf(performance);
  const right: Answer[] = [];
  const unjudged = missing(review);
  for (const answer of review.answers) {
    const why = whyWrong(answer) ?? whyUnsound(performance, answer.set);
    if (why === null) right.push(answer);
    else
      unjudged.push(
        `${stepWords(answer.played.step)} brought a SET by which no Receiver can be judged. ${sentence(why)}`,
      );
  }
  return { right, unjudged };
}

function whyWrong({ how, event }: Answer): string | null {
  if (how === 'exact') return null;
  return how === 'other-subject'
    ? `It names another person or device: it is not about ${event.about}; see "subject".`
    : 'It does not say what happened; see "claims".';
}

function missing({ lost, untold, answers }: Review): string[] {
  const answered = new Set(answers.map(({ played }) => played.step.id));
  return [
    ...untold.filter(({ played }) => !answered.has(played.step.id)).map(({ why }) => why),
    ...lost.map(
      ({ played }) => `${stepWords(played.step)} brought no event, so that there was nothing to receive.`,
    ),
  ];
}

/** Why a Receiver may refuse a SET; null where it has no reason. */
function whyUnsound(performance: Performance, set: WireSet): string | null {
  const broken = setViolations(performance, set).find(
    (violation) => violation.cap === undefined && requirement(violation.requirement).severity === 'fail',
  );
  const why = broken ?? oktaViolations(performance, set)[0];
  return whyUnproven(performance, set) ?? why?.message ?? whyCareful(performance, set);
}

/** What nobody has signed for no Receiver has to believe, whatever the standards say of who sends it (RFC 8417 5.1, RFC 8725 3.2). */
function whyUnproven({ keys }: Performance, { parsed }: WireSet): string | null {
  if (keys === null) return 'The JWK Set of the Transmitter could not be had, so that nobody can verify it.';
  const result = verifySignature(parsed, keys);
  if (result.kind === 'verified') return criticalViolation(parsed.header)?.message ?? null;
  return signatureViolation(result)?.message ?? 'Its signature cannot be verified.';
}

/** What a Transmitter may leave out or put in and a careful Receiver does not take. */
function whyCareful({ epochMs, limits }: Performance, { parsed, attempts }: WireSet): string | null {
  const { aud, nbf } = parsed.claims ?? {};
  // SSF 4.1.8, RFC 8935 2: the recipient checks that it is meant.
  if (aud === undefined) return 'Its `aud` is missing, so that a Receiver cannot tell that it is meant.';
  const arrivedAt = (epochMs + (attempts[0]?.atMs ?? 0) + limits.clockSkew) / 1000;
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= arrivedAt))
    return 'Its `nbf` lies in the future, or is no time (RFC 7519 4.1.5).';
  return null;
}
