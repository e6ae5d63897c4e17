import tseslint from "typescript-eslint";

const globalsOf = (...names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
/** What Node gives to every script, and the project's scripts use. */
const nodeGlobals = globalsOf("process", "console", "setTimeout", "clearTimeout", "Buffer", "URL");

export default tseslint.config(
  { ignores: ["node_modules/**", "out/**", "tests/reference/**", ".venv/**", ".cache/**"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: "./tsconfig.check.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Units and counts in messages are the point of a message.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Resources exist by being constructed.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      // `import x = require()` keeps a module's own object, which two changes to Pulumi's runtime need.
      "@typescript-eslint/no-require-imports": ["error", { allowAsImport: true }],
    },
  },
  {
    files: ["**/*.{mjs,cjs}"],
    extends: [...tseslint.configs.strict],
    languageOptions: { globals: nodeGlobals },
    rules: { "no-undef": "error" },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      sourceType: "commonjs",
      globals: globalsOf("__dirname", "__filename", "module", "require"),
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
