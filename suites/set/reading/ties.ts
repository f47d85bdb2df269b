import type { RequirementId } from '../../standard/requirement-ids.ts';
import { COMPLEX } from '../../standard/subject-formats.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE, specOfEvent } from '../../standard/vocabulary.ts';
import { eventsOf, eventTypesOf } from '../events.ts';
import type { ParsedSet } from '../parse.ts';
import { isObject } from '../subject.ts';
import { claimsPlace, headerPlace, type Place, TOKEN } from './places.ts';

/** To which part of a SET a rule belongs. */
interface Tie {
  at: Place;
  /**
   * Whether a SET in which the rule found nothing wrong keeps this row: it says something about this SET, and all of it
   * can be seen there. Default: it does. A reading claims no more than was looked at.
   */
  keeps?: (set: ParsedSet) => boolean;
  /** What must be known, in words, where a rule needs to know more than the SET. */
  needs?: string;
}

const never = (): boolean => false;
const readable = ({ header, claims }: ParsedSet): boolean => header !== null && claims !== null;
const events = ({ claims }: ParsedSet): [string, unknown][] => eventsOf(claims ?? {});
const types = ({ claims }: ParsedSet): string[] => eventTypesOf(claims ?? {});
const isOld = (type: string): boolean => type.startsWith(CAEP_EVENT_BASE) || type.startsWith(RISC_EVENT_BASE);
const namesSubject = ([, event]: [string, unknown]): boolean => isObject(event) && 'subject' in event;

/** Neither two nor three members: the row about several names of one event says nothing about a SET with one. */
const severalEvents = (set: ParsedSet): boolean => types(set).length > 1;

const signed = (set: ParsedSet): boolean => readable(set) && set.parts === 3;

/** The parts of rows that rules about the whole SET decide (`SetRule`). A test holds that none is missing. */
export const setTies: Partial<Record<RequirementId, Tie>> = {
  'RFC8417-2-01': { at: TOKEN, keeps: signed },
  'RFC7515-3.1-01': { at: TOKEN, keeps: signed },
  'RFC8725-3.7-01': { at: TOKEN, keeps: readable },
  'RFC7519-4-01': { at: TOKEN, keeps: readable },
  'RFC8417-2.2-10': { at: claimsPlace('events'), keeps: (set) => readable(set) && events(set).length > 0 },
  'SSF-3.3-11': {
    at: claimsPlace('sub_id'),
    keeps: (set) => readable(set) && isObject(set.claims?.sub_id) && set.claims.sub_id.format === COMPLEX,
  },

  'SSF-4.1.1-01': { at: headerPlace('typ') },
  'SSF-4.1.3-02': { at: headerPlace('typ') },
  'RFC8417-2.3-02': { at: headerPlace('typ') },
  'RFC8417-2.3-03': { at: headerPlace('typ') },
  'RFC7515-4.1.9-01': { at: headerPlace('typ') },
  'RFC7515-4.1.4-01': { at: headerPlace('kid') },
  'RFC7515-4.1.1-01': { at: headerPlace('alg') },
  'CAEP-INTEROP-2.6-01': { at: headerPlace('alg') },

  'RFC8417-2.2-01': { at: claimsPlace('iss') },
  'RFC7519-4.1.1-01': { at: claimsPlace('iss') },
  'SSF-4.1.6-01': { at: claimsPlace('iss'), needs: 'no issuer is given to compare it with' },
  'SSF-7.1-04': { at: claimsPlace('iss'), needs: 'no issuer is given to compare it with' },
  'SSF-7.2.4-05': { at: claimsPlace('iss'), needs: 'no issuer is given to compare it with' },
  'RFC8417-2.2-02': { at: claimsPlace('iat') },
  'RFC7519-4.1.6-01': { at: claimsPlace('iat') },
  'RFC7519-2-01': { at: claimsPlace('iat') },
  'RFC8417-2.2-03': { at: claimsPlace('jti') },
  'RFC8417-2.2-06': { at: claimsPlace('aud') },
  'SSF-4.1.8-01': { at: claimsPlace('aud') },
  'RFC7519-4.1.3-02': { at: claimsPlace('aud') },
  'SSF-4.1.8-02': { at: claimsPlace('aud'), needs: 'no audience is given to compare it with' },
  'SSF-4.1.9-01': { at: claimsPlace('txn') },
  'SSF-4.1.9-04': { at: claimsPlace('txn') },
  'SSF-4.1.2-01': { at: claimsPlace('sub') },
  'SSF-4.1.3-01': { at: claimsPlace('sub') },
  // About SETs that have both.
  'RFC9493-4.1-02': { at: claimsPlace('sub'), keeps: never },
  'SSF-4.1.7-01': { at: claimsPlace('exp') },
  'SSF-4.1.3-03': { at: claimsPlace('exp') },
  'RFC8417-2.2-08': { at: claimsPlace('exp') },
  'RFC8417-2.2-18': { at: claimsPlace('toe') },

  'RFC8417-2.2-09': { at: claimsPlace('events') },
  'SSF-4.2.1-03': { at: claimsPlace('events') },
  'RFC8417-2.2-14': { at: claimsPlace('events', '') },
  'RFC8417-2-03': {
    at: claimsPlace('events', ''),
    keeps: (set) => events(set).some(([, event]) => isObject(event) && Object.keys(event).length === 0),
  },
  'RFC8417-1.2-01': { at: claimsPlace('events') },
  'SSF-4.2.1-02': { at: claimsPlace('events'), keeps: severalEvents },
  'SSF-4.2.1-01': { at: claimsPlace('events') },
  'RFC8417-2.2-11': { at: claimsPlace('events') },
  'CAEP-INTEROP-2.8.1-01': { at: claimsPlace('events') },

  'SSF-3.1-01': {
    at: claimsPlace('sub_id'),
    keeps: (set) => types(set).some((type) => specOfEvent(type) !== null),
  },
  'SSF-3.1.1-02': {
    at: claimsPlace('sub_id'),
    keeps: (set) => events(set).some((one) => isOld(one[0]) && namesSubject(one)),
  },
  'SSF-3.1.2-01': {
    at: claimsPlace('sub_id'),
    keeps: (set) => types(set).some((type) => specOfEvent(type) === 'SSF'),
  },
  'RFC9493-4.1-01': { at: claimsPlace('sub_id') },
  // Leave, and two that sum up all of the Framework: nothing that one SET keeps.
  'SSF-3.1.1-01': { at: claimsPlace('sub_id'), keeps: never },
  'CAEP-4-01': { at: claimsPlace('sub_id'), keeps: never },
  'RISC-4-01': { at: claimsPlace('sub_id'), keeps: never },
  'SSF-3.1.2-02': {
    at: claimsPlace('events', '', 'subject'),
    // What `subject` means in a proprietary event only its maker knows.
    keeps: (set) => !events(set).some((one) => !isOld(one[0]) && namesSubject(one)),
  },
  'CAEP-2-09': { at: claimsPlace('events', '') },
};

/**
 * Rows of which a SET shows the form only: whether it is the issuer of that assertion, or the old value, is not to be seen.
 */
export const shownByForm: ReadonlySet<RequirementId> = new Set<RequirementId>([
  'SSF-3.5.1-02',
  'SSF-3.5.1-03',
  'SSF-3.5.2-02',
  'SSF-3.5.2-03',
  'SSF-3.5.3-02',
  'SSF-8.1.4.1-02',
  'RISC-2.5-05',
]);
