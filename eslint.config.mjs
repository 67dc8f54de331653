import tseslint from 'typescript-eslint';

/** Who may import whom: DESIGN's table. A room may import itself and the rooms listed. */
const ROOMS = {
  model: [],
  stack: ['model'],
  clients: ['model', 'stack'],
  simulator: ['model', 'stack', 'clients'],
  explain: ['model', 'stack'],
  export: ['model', 'stack'],
  code: ['model'],
  probe: ['model', 'stack'],
  vscode: ['model', 'stack', 'clients', 'simulator', 'explain', 'export', 'code', 'probe'],
  cli: ['model', 'stack', 'clients', 'simulator', 'explain', 'export', 'code', 'probe'],
};
const PURE_ROOMS = ['model', 'stack', 'clients', 'simulator', 'explain', 'export', 'code'];

const importRules = Object.entries(ROOMS).map(([room, allowed]) => {
  const others = Object.keys(ROOMS).filter((other) => other !== room && !allowed.includes(other));
  const patterns = [];
  if (others.length > 0) {
    patterns.push({ regex: `^(\\.\\./)+(${others.join('|')})/`, message: `src/${room} may import only ${allowed.join(', ') || 'itself'}.` });
  }
  patterns.push({ regex: '^(\\.\\./)+(extension|cli)$', message: 'Nothing imports the entry points.' });
  if (room !== 'vscode') patterns.push({ regex: '^vscode$', message: 'Only src/vscode imports vscode.' });
  if (PURE_ROOMS.includes(room)) patterns.push({ regex: '^node:', message: `src/${room} runs in a web worker too.` });
  return { files: [`src/${room}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
});

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'out/', 'coverage/', '.vscode-test/', 'test/fixtures/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeCheckedOnly],
    languageOptions: {
      parserOptions: {
        project: ['src/tsconfig.pure.json', 'src/tsconfig.host.json', 'webview/tsconfig.json', 'test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: PURE_ROOMS.map((room) => `src/${room}/**/*.ts`),
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'window', 'document', 'setTimeout', 'setInterval', 'performance', 'crypto', 'fetch'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Chance comes from HostServices.random.' },
        { object: 'Date', property: 'now', message: 'Time comes from HostServices.nowMs.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]', message: 'Time comes from HostServices.nowMs.' },
      ],
    },
  },
  ...importRules,
  { files: ['test/**', 'esbuild.js'], rules: { 'no-console': 'off', '@typescript-eslint/no-require-imports': 'off' } },
);
