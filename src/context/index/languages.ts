import type { GrammarLanguage, SourceLanguage } from './repositoryIndex';

const GRAMMAR_EXTENSIONS: Readonly<Record<string, GrammarLanguage>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
  c: 'cpp',
  h: 'cpp',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hh: 'cpp',
  hpp: 'cpp',
  hxx: 'cpp',
  inl: 'cpp',
  ipp: 'cpp',
  cu: 'cpp',
  cuh: 'cpp',
  ino: 'cpp',
  cs: 'csharp',
  php: 'php',
  rb: 'ruby',
  rake: 'ruby',
  gemspec: 'ruby',
  sh: 'bash',
  bash: 'bash',
};

/** Languages without a grammar that the heuristics read well enough. */
const OTHER_EXTENSIONS = new Set(
  (
    'kt kts swift scala sc groovy gradle dart lua pl pm r jl ex exs erl hrl hs lhs elm ml mli fs fsi fsx clj cljs cljc ' +
    'nim zig d v sv vhd vhdl m mm pas pp f90 f95 f03 vb sol move cr gd vue svelte astro sql proto graphql gql thrift ' +
    'tf hcl cmake mk zsh fish ps1 psm1 bat tcl el lisp scm rkt glsl vert frag hlsl wgsl metal'
  ).split(' '),
);

const NAMED_FILES: Readonly<Record<string, SourceLanguage>> = {
  rakefile: 'ruby',
  gemfile: 'ruby',
  makefile: 'mk',
  'cmakelists.txt': 'cmake',
  jenkinsfile: 'groovy',
};

/** The language of a source file by its name; undefined for what is not source code. */
export function languageOf(path: string): SourceLanguage | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const named = NAMED_FILES[name];
  if (named !== undefined) return named;
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return undefined;
  const extension = name.slice(dot + 1);
  return GRAMMAR_EXTENSIONS[extension] ?? (OTHER_EXTENSIONS.has(extension) ? extension : undefined);
}
