import { memoryPages, validateXML } from 'xmllint-wasm';

/** What is wrong with an XML document by a schema (XSD), or with its form; nothing when it is valid. */
export async function xmlProblems(xml: string, schema: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'document.xml', contents: xml },
    schema: { fileName: 'schema.xsd', contents: schema },
    maxMemoryPages: memoryPages.GiB,
  });
  return errors.map(({ rawMessage }) => rawMessage);
}
