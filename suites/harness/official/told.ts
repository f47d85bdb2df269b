/** What our results tell of one condition. */
export type Told =
  | { state: 'holds' }
  | {
      /** `crashes`: an error of the official suite itself, which ends the module as failed. */
      state: 'fails' | 'crashes';
      why: string;
      /** Id of the check that found it. */
      check?: string;
      /** Its finding, in its words. */
      finding?: string;
      /** Ids in the results. */
      exchange?: number;
      set?: number;
    }
  | {
      state: 'untold';
      why: string;
      /** What we judge was seen to hold; the official suite asks for something else. */
      stricter?: true;
    };

export const holds: Told = { state: 'holds' };

export function fails(why: string, where: { exchange?: number; set?: number } = {}): Told {
  return { state: 'fails', why, ...where };
}

export function crashes(why: string, where: { exchange?: number; set?: number } = {}): Told {
  return { state: 'crashes', why, ...where };
}

export function untold(why: string): Told {
  return { state: 'untold', why };
}

/** What was seen is right, and may fail in the official suite all the same. */
export function stricter(why: string): Told {
  return { state: 'untold', why, stricter: true };
}

/** Why nothing is told of TLS where the target was on plain http. */
export const ASSUMED = 'Assumed: the run saw no TLS.';
