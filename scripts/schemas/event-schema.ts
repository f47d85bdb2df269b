import { caepCommonSchema, type EventSchema } from '../../suites/standard/events/index.ts';
import { effectiveSeverity } from '../../suites/standard/profiles.ts';
import { isRequirementId, requirement } from '../../suites/standard/requirements.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The schema by which the judge reads an event, as others can use it: without annotations of ours, in one piece, and with
 * those keywords alone whose breach is a breach of the standard. What the judge only warns of is left out; of a list that
 * the parties may extend the values stay as examples. The rules are told in `description`.
 */
export function publicEventSchema(schema: EventSchema): Json {
  const { type, uriRequirement } = schema['x-event'];
  const family = schema.$id.split(':').at(-2) ?? '';
  const { $schema, $id, title, ...rest } = schema;
  const { allOf, ...shown } = published(rest);
  const common = Array.isArray(allOf) ? published(caepCommonSchema) : null;
  return {
    $schema,
    $id,
    title: `${family.toUpperCase()} ${title}`,
    description: `The object of an event of the type ${type} (${clause(uriRequirement)}). Other members are allowed.`,
    ...shown,
    ...(common === null
      ? {}
      : { properties: { ...(common.properties as Json), ...(shown.properties as Json | undefined) } }),
  };
}

/** A node without what is ours, its rules in words, and what the standard does not demand left out. */
function published(node: Json, told = ''): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const words = wordsOf(node);
  if (words !== told) result.description = words;
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword.startsWith('x-')) continue;
    if (keyword === 'enum' && !(demanded(node, keyword) && node['x-open'] === undefined))
      result.examples = value;
    else if (keyword === 'required') {
      const members = (value as string[]).filter((name) => demanded(node, keyword, name));
      if (members.length > 0) result.required = members;
    } else if (keyword === 'properties') result.properties = mapped(value as Json);
    else if (isSchema(value)) {
      const inner = published(value, words);
      if (Object.keys(inner).length > 0) result[keyword] = inner;
    } else if (demanded(node, keyword)) result[keyword] = value;
  }
  return result;
}

function mapped(properties: Json): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, node]) => [name, isSchema(node) ? published(node) : node]),
  );
}

/** Whether a target that does otherwise fails: keywords without a row of the catalogue only structure the schema. */
function demanded(node: Json, keyword: string, member?: string): boolean {
  const severities = node['x-severity'] as Json | undefined;
  if (severities?.[keyword] !== undefined) return false;
  const entry = (node['x-requirement'] as Json | undefined)?.[keyword];
  const id = isSchema(entry) ? entry[member ?? ''] : entry;
  if (typeof id !== 'string' || !isRequirementId(id)) return true;
  return effectiveSeverity(requirement(id)) === 'fail';
}

/** The rules of a node, each once. */
function wordsOf(node: Json): string {
  const rules = node['x-requirement'];
  if (!isSchema(rules) || isSchema(node.properties)) return '';
  const ids = new Set(
    Object.values(rules).flatMap((entry) => (isSchema(entry) ? Object.values(entry) : [entry])),
  );
  return [...ids].map((id) => `${sentence(String(id))} (${clause(String(id))})`).join(' ');
}

function sentence(id: string): string {
  return isRequirementId(id) ? requirement(id).summary : '';
}

function clause(id: string): string {
  if (!isRequirementId(id)) return id;
  const { spec, section } = requirement(id);
  return `${spec} ${section}`;
}

function isSchema(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
