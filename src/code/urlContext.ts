import type { Node } from '@vscode/tree-sitter-wasm';
import type { Finding } from '../model/request';

/** What surrounds a URL that no recognised call requests. */
export type UrlContext = 'comment' | 'string' | 'regex' | 'import' | 'import-map' | 'namespace' | 'schema' | 'text';

const MESSAGES: Readonly<Record<UrlContext, string>> = {
  comment: 'It stands in a comment: nothing requests it.',
  string: 'It stands in a string; no call that Wirewalk recognises requests it here.',
  regex: 'It stands in a regular expression: it is matched against, not requested.',
  import: 'It names a module; what loads modules may request it.',
  'import-map': 'It stands in an import map: it is requested when a module of that name is imported.',
  namespace: 'It is an XML namespace, a name that looks like a URL: nothing requests it.',
  schema: 'It names a schema or vocabulary: tools may look it up, the program does not request it.',
  text: 'No call that Wirewalk recognises requests it here.',
};
/** How sure it is that the URL is requested all the same, 0 to 1. */
const CONFIDENCE: Readonly<Record<UrlContext, number>> = {
  comment: 0.1, string: 0.3, regex: 0, import: 0.5, 'import-map': 0.5, namespace: 0, schema: 0.1, text: 0.3,
};
const BEFORE_CHARACTERS = 160;
const NAMESPACE = /(?:\bxmlns(?::[\w.-]+)?|\b(?:targetNamespace|schemaLocation|noNamespaceSchemaLocation|namespace))\s*[=:]\s*["'][^"']*$|(?:createElementNS|setAttributeNS|getAttributeNS|createDocument)\(\s*["'`]$/;
const DOCUMENT_TYPE = /<!DOCTYPE[^>]*$/i;
const SCHEMA = /["']?(?:\$schema|\$id|\$ref|@context|@vocab|@id|id)["']?\s*:\s*["']?$/;
const VOCABULARY = /["']?(?:\$schema|\$id|\$ref|@context|@vocab)["']?\s*:\s*["']?$|^#\s*yaml-language-server:\s*\$schema=$/;

/** The reason that a URL is only text, as a finding and a confidence. */
export function explainContext(context: UrlContext): { confidence: number; finding: Finding } {
  return { confidence: CONFIDENCE[context], finding: { id: `url.in-${context}`, severity: 'information', message: MESSAGES[context] } };
}

/** What the characters right before a URL say, in any language: namespaces, document types, schemas. */
export function contextBefore(text: string, start: number, languageId: string): UrlContext | undefined {
  const before = text.slice(Math.max(0, start - BEFORE_CHARACTERS), start);
  const line = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
  if (NAMESPACE.test(line) || DOCUMENT_TYPE.test(before)) return 'namespace';
  return (/^jsonc?$/.test(languageId) ? SCHEMA : VOCABULARY).test(line) ? 'schema' : undefined;
}

/** What the syntax around a URL says, `path` the nodes that contain it, outermost first. */
export function contextInTree(path: readonly Node[]): UrlContext | undefined {
  let context: UrlContext | undefined;
  for (const node of path) {
    if (/comment$/.test(node.type)) return 'comment';
    if (context === undefined && /string|heredoc|char_literal/.test(node.type)) context = 'string';
    if (/^(?:import_from_statement|import_declaration|using_directive|use_declaration|preproc_include)$/.test(node.type)) context = 'import';
    switch (node.type) {
      case 'hash_bang_line':
        return 'comment';
      case 'regex':
        return 'regex';
      case 'import_statement':
      case 'export_statement':
        context = node.type === 'import_statement' || node.childForFieldName('source') ? 'import' : context;
        break;
      default:
        break;
    }
  }
  return context;
}
