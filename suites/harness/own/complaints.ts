import { ourVendors } from '../../../mocks/vendors/index.ts';
import { receiverChecks } from '../../receiver/index.ts';
import { scenarios } from '../../scenarios/index.ts';
import { profileNames } from '../../standard/profiles.ts';
import { isRequirementId, requirements } from '../../standard/requirements.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { nameComplaints } from './cited-name.ts';
import { OWN_LEVELS, type OwnRule } from './define-check.ts';
import type { Kind } from './mark.ts';
import { complaintsAboutNeeds } from './needs.ts';
import type { OwnModule } from './own.ts';

/** What a define function was given, by whoever may have written it without types. */
export type Given = Readonly<Record<string, unknown>>;

/** A definition and where it stands. */
export interface Found {
  kind: Kind;
  value: Given;
  module: OwnModule;
  /** `:12`, or empty where it is not known. */
  line: string;
}

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/;
const RULE_ID = /^[A-Za-z0-9][\w.-]*$/;

const ourFamilies: ReadonlySet<string> = new Set(
  [...transmitterChecks, ...receiverChecks].map(({ id }) => id.split('/')[0] ?? id),
);
const ourScenarios: ReadonlySet<string> = new Set(scenarios.map(({ name }) => name));
const ourSpecs: ReadonlySet<string> = new Set([...requirements.map(({ spec }) => spec), 'Scenarios']);

/** What is wrong with definitions, each with its place: `conformance/acme.ts:12: …`. */
export function complaintsAbout(found: readonly Found[]): string[] {
  const rules = new Map<string, OwnRule>();
  const names = new Map<string, Found>();
  return found.flatMap((one) => {
    const words: string[] = BY_KIND[one.kind](one.value, found);
    const name = nameOf(one);
    const twin = names.get(`${one.kind} ${name}`);
    if (twin !== undefined)
      words.push(
        `the ${one.kind} ${name} is there twice; the other one is in ${twin.module.name}${twin.line}.`,
      );
    else names.set(`${one.kind} ${name}`, one);
    for (const rule of one.kind === 'check' && words.length === 0 ? (one.value.rules as OwnRule[]) : []) {
      const known = rules.get(rule.id);
      if (known !== undefined && !isSameRule(known, rule))
        words.push(`rule ${rule.id} is defined twice, and differently; share one constant.`);
      rules.set(rule.id, known ?? rule);
    }
    return words.map((word) => `${one.module.name}${one.line}: define${capital(one.kind)}: ${word}`);
  });
}

function nameOf({ kind, value }: Found): string {
  return String(kind === 'check' ? value.id : value.name);
}

const BY_KIND: Readonly<Record<Kind, (value: Given, all: readonly Found[]) => string[]>> = {
  check: ofCheck,
  scenario: ofScenario,
  profile: ofProfile,
  vendor: ofVendor,
};

function ofCheck(check: Given): string[] {
  const { role, id, rules, requirements: named = [], delivery, run } = check;
  const wrong = texts(check, ['title', 'what']);
  if (role !== 'transmitter' && role !== 'receiver') wrong.push('role must be "transmitter" or "receiver".');
  const family = String(id).split('/')[0] ?? '';
  if (typeof id !== 'string' || !ID.test(id))
    wrong.push('id must be "family/name" in kebab-case, such as "acme/tenant-claim".');
  else if (ourFamilies.has(family) || ourScenarios.has(family) || family === 'limits')
    wrong.push(`the family "${family}" of ${id} is one of ours; take one of your own.`);
  if (typeof run !== 'function') wrong.push(`run must be a function.`);
  if (delivery !== undefined && !['each', 'push', 'poll'].some((one) => one === delivery))
    wrong.push('delivery must be "each", "push" or "poll", or left out.');
  wrong.push(...complaintsAboutNeeds(check));
  if (!Array.isArray(rules) || rules.length === 0)
    wrong.push('rules must name at least one rule of your own.');
  else wrong.push(...rules.flatMap(ofRule));
  if (!Array.isArray(named)) wrong.push('requirements must be a list of ids of the catalogue.');
  else
    for (const row of named)
      if (!isRequirementId(String(row))) wrong.push(`requirements: the catalogue has no "${String(row)}".`);
  return wrong;
}

function ofRule(value: unknown): string[] {
  if (typeof value !== 'object' || value === null)
    return ['a rule is { id, spec, section, level, summary }.'];
  const rule = value as Given;
  const wrong = texts(rule, ['id', 'spec', 'section', 'summary'], 'rule ');
  const { id, spec, level } = rule;
  if (typeof id === 'string' && (!RULE_ID.test(id) || isRequirementId(id)))
    wrong.push(
      `the rule's id "${id}" ${isRequirementId(id) ? 'is one of the catalogue' : 'may hold letters, digits, dots and dashes'}; take one such as "ACME-1".`,
    );
  if (typeof spec === 'string' && ourSpecs.has(spec))
    wrong.push(`rule ${String(id)}: "${spec}" is a document of the catalogue; name one of your own.`);
  else if (typeof spec === 'string')
    wrong.push(...nameComplaints(`rule ${String(id)}: spec`, spec, 'within'));
  if (!OWN_LEVELS.some((one) => one === level))
    wrong.push(`rule ${String(id)}: level must be one of ${OWN_LEVELS.join(', ')}.`);
  return wrong;
}

function ofScenario(scenario: Given, all: readonly Found[]): string[] {
  const wrong = [...texts(scenario, ['title', 'story']), ...named(scenario, 'scenario')];
  const { name, cast, needs, script } = scenario;
  if (ourScenarios.has(String(name)) || ourFamilies.has(String(name)) || name === 'all' || name === 'limits')
    wrong.push(`the name "${String(name)}" is taken by one of ours.`);
  if (typeof script !== 'function') wrong.push('script must be a function that gives the steps.');
  if (typeof needs !== 'object' || needs === null) wrong.push('needs must be { users, devices }.');
  for (const [side, can] of [
    ['transmitter', 'shares'],
    ['receiver', 'receives'],
  ] as const) {
    const player: unknown = typeof cast === 'object' && cast !== null ? Reflect.get(cast, side) : undefined;
    const ours: readonly string[] = ourVendors[side];
    const own = all
      .filter(({ kind, value }) => kind === 'vendor' && typeof value[can] === 'function')
      .map(({ value }) => String(value.name));
    if (![...ours, ...own].includes(String(player)))
      wrong.push(
        `cast.${side}: nobody of the name "${String(player)}" ${can === 'shares' ? 'shares' : 'receives'} signals; there are ${[...ours, ...own].join(', ')}.`,
      );
  }
  return wrong;
}

function ofProfile(profile: Given, all: readonly Found[]): string[] {
  const wrong = [...texts(profile, ['title']), ...named(profile, 'profile')];
  const { name, title, base, adds = [], omits = [], levels = {} } = profile;
  if (typeof title === 'string') wrong.push(...nameComplaints('title', title, 'at-start'));
  if (profileNames.some((one) => one === name))
    wrong.push(`the name "${String(name)}" is that of one of ours.`);
  if (!profileNames.some((one) => one === base))
    wrong.push(`base must be one of ${profileNames.join(', ')}.`);
  const own = all.flatMap(({ kind, value }) =>
    kind === 'check' && Array.isArray(value.rules) ? (value.rules as OwnRule[]) : [],
  );
  const ids = new Set([...requirements.map(({ id }) => id as string), ...own.map(({ id }) => id)]);
  const specs = new Set([...ourSpecs, ...own.map(({ spec }) => spec)]);
  for (const [member, list] of [
    ['adds', adds],
    ['omits', omits],
  ] as const) {
    if (!Array.isArray(list)) wrong.push(`${member} must be a list of ids and documents.`);
    else
      for (const item of list)
        if (!ids.has(String(item)) && !specs.has(String(item)))
          wrong.push(`${member}: there is no rule and no document "${String(item)}".`);
  }
  if (typeof levels !== 'object' || levels === null) wrong.push('levels must be { ID: "MUST" | "SHOULD" }.');
  else
    for (const [id, level] of Object.entries(levels)) {
      if (!ids.has(id)) wrong.push(`levels: there is no rule "${id}".`);
      if (level !== 'MUST' && level !== 'SHOULD') wrong.push(`levels.${id} must be "MUST" or "SHOULD".`);
    }
  return wrong;
}

/** Whether two rules of one id say the same. */
function isSameRule(a: OwnRule, b: OwnRule): boolean {
  return a.spec === b.spec && a.section === b.section && a.level === b.level && a.summary === b.summary;
}

const OTHER_MOCKS = ['transmitter', 'receiver'];

function ofVendor(vendor: Given): string[] {
  const wrong = [...texts(vendor, ['title']), ...named(vendor, 'vendor')];
  const { name, shares, receives } = vendor;
  if ([...ourVendors.transmitter, ...ourVendors.receiver, ...OTHER_MOCKS].some((one) => one === name))
    wrong.push(`the name "${String(name)}" is that of one of ours.`);
  if (shares === undefined && receives === undefined) wrong.push('it needs shares, receives, or both.');
  for (const [member, value] of [
    ['shares', shares],
    ['receives', receives],
  ] as const)
    if (value !== undefined && typeof value !== 'function') wrong.push(`${member} must be a function.`);
  return wrong;
}

function named({ name }: Given, what: string): string[] {
  return typeof name === 'string' && KEBAB.test(name)
    ? []
    : [`name must be in kebab-case, such as "acme-${what}".`];
}

function texts(value: Given, members: readonly string[], of = ''): string[] {
  return members.flatMap((member) => {
    const text = value[member];
    return typeof text === 'string' && text.trim() !== '' ? [] : [`${of}${member} must be a text.`];
  });
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
