import type { PushOptions } from './options.ts';
import type { PushAnswer } from './push-sender.ts';

/**
 * How long to wait before a SET is sent again, in ms; null when it is not sent again. RFC 8935 section 2: only after
 * what may pass (no answer, 429, 5xx), and not so soon as to overwhelm the Receiver.
 */
export function retryDelayMs(
  answer: PushAnswer | null,
  attempts: number,
  options: PushOptions,
  now: number,
): number | null {
  const mayPass = answer === null || answer.status === 429 || answer.status >= 500;
  if (!mayPass || attempts >= options.attempts) return null;
  const backOff = options.firstRetryMs * 2 ** (attempts - 1);
  return Math.max(backOff, retryAfterMs(answer?.headers['retry-after'], now));
}

/** Seconds or a date (RFC 9110 10.2.3) as ms from now; 0 when there is none that can be read. */
function retryAfterMs(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
