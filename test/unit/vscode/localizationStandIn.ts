import Module from 'node:module';

/** What the lessons use of the `vscode` module, for tests outside VS Code: texts come back with their places filled. */
const standIn = {
  l10n: { t: (text: string, ...values: readonly unknown[]) => text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])) },
};

interface Loader {
  _load(request: string, ...rest: unknown[]): unknown;
}

const loader = Module as unknown as Loader;
const load = loader._load.bind(Module);
loader._load = (request, ...rest) => (request === 'vscode' ? standIn : load(request, ...rest));
