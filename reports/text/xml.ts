import { visible } from './visible.ts';

/** Text for an XML 1.0 document, as content or within quotes: well-formed whatever a target sent. */
export function escapeXml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** ` name="value"` for each, as it stands in a tag; the names are ours. */
export function xmlAttributes(values: Record<string, string>): string {
  // A parser turns a bare line feed or tab in an attribute into a space; as a reference it stays.
  return Object.entries(values)
    .map(
      ([name, value]) => ` ${name}="${escapeXml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`,
    )
    .join('');
}
