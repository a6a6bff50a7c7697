import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Syntax that reads fine and is not used here, each with the reason that a reader of the message needs. */
const unwanted = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name: a name that is searched for is found.' },
  {
    selector: 'ExportAllDeclaration',
    message: 'Import from the file that has it; there are no barrel files.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals: it costs nothing at run time.' },
];

/** A shell would read names of files and functions as commands. */
const shells = {
  name: 'node:child_process',
  importNames: ['exec', 'execSync'],
  message: 'Spawn with an array of arguments.',
};

export default defineConfig(
  {
    ignores: [
      'dist/',
      'out/',
      '.burnline/',
      '**/node_modules/',
      'test/fixtures/**/*.mjs',
      'test/workbench/stubs/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // One line may stand alone; two may not.
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-else-return': 'error',
      'no-nested-ternary': 'error',
      'no-restricted-imports': ['error', { paths: [shells] }],
      'no-restricted-syntax': ['error', ...unwanted],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-type-arguments': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers and booleans print as people expect; it is objects that print as [object Object].
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An implementation of an asynchronous interface may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // Programs whose output is the terminal.
    files: ['src/{build,cli,start}/**', 'src/service/main.ts', 'test/{bench,harness,workbench}/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // Tools look for the default export of their configuration.
    files: ['eslint.config.mjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
