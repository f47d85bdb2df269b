import type { Results } from '../../../reports/results.ts';
import { CAVEAT, OFFICIAL_SUITE } from '../../standard/official/suite.ts';
import { WEAK_POINTS, type WeakPointId } from '../../standard/official/weak-points.ts';
import { type Prediction, predict } from './predict.ts';
import { chooseVariants, type Wish } from './variants.ts';

/** What `predict --json` prints. */
export interface PredictionDocument {
  /** What was read of the official suite. */
  suite: typeof OFFICIAL_SUITE;
  caveat: string;
  /** Of which run. */
  results: Pick<Results, 'startedAt' | 'tool' | 'target' | 'profile' | 'delivery' | 'sentence'>;
  /** What a reader needs to know first, in words. */
  remarks: string[];
  predictions: Prediction[];
  /** The weak points of the official suite that the predictions name. */
  weakPoints: Partial<Record<WeakPointId, string>>;
}

/** Predictions for the plans and variants that fit some results, or are wished. */
export function predictAll(
  results: Results,
  { assumeHttps, ...wish }: Wish & { assumeHttps: boolean },
): PredictionDocument {
  const predictions = chooseVariants(results, wish).map((chosen) =>
    predict(results, chosen, { assumeHttps }),
  );
  const named = new Set(predictions.flatMap(({ modules }) => modules.flatMap(({ weak }) => weak)));
  const { startedAt, tool, target, profile, delivery, sentence } = results;
  return {
    suite: OFFICIAL_SUITE,
    caveat: CAVEAT,
    results: { startedAt, tool, target, profile, delivery, sentence },
    remarks: remarksOn(results, predictions, assumeHttps),
    predictions,
    weakPoints: Object.fromEntries(
      Object.entries(WEAK_POINTS).filter(([id]) => named.has(id as WeakPointId)),
    ),
  };
}

function remarksOn(results: Results, predictions: readonly Prediction[], assumeHttps: boolean): string[] {
  const { target, partial, interrupted, exchanges } = results;
  const remarks: string[] = [];
  const isPlain = target.role === 'transmitter' && target.issuer.startsWith('http:');
  if (isPlain && !assumeHttps)
    remarks.push(
      `${target.issuer} is plain http, and the official suite wants https: the module for the metadata fails, and so does every module that looks at TLS. --assume-https predicts the rest.`,
    );
  if (isPlain && assumeHttps)
    remarks.push(
      `${target.issuer} is plain http. Predicted as if the same stood behind https; nothing is known of its TLS then.`,
    );
  if (target.role === 'receiver' && target.form !== 'managed')
    remarks.push(
      'The official suite tests only Receivers that create their stream themselves; every one of its modules waits for that.',
    );
  if (partial || interrupted)
    remarks.push('These results are of a part of the checks; what did not run cannot be told.');
  if (exchanges.length === 0) remarks.push('These results hold no exchanges, so that little can be told.');
  const transmitter = predictions.filter(({ plan }) => plan.includes('transmitter'));
  if (
    transmitter.some(
      ({ certification, variant }) => certification !== null && variant.ssf_auth_mode === 'static',
    )
  )
    remarks.push('A certificate needs tokens by client credentials (ssf_auth_mode=dynamic).');
  if (target.role === 'transmitter' && transmitter.every(({ certification }) => certification === null))
    remarks.push(
      'There is no certificate for this plan: Transmitters are certified for the CAEP profile only (run with --profile caep-interop).',
    );
  if (target.role === 'receiver')
    remarks.push('Receivers cannot be certified yet, as far as the page of the OpenID Foundation said.');
  return remarks;
}
