const secretNames: readonly RegExp[] = [
  // Environment files and their variants, but not the templates that are meant to be shared.
  /^\.env(?!\.(example|sample|template|dist|schema)$)(\..+)?$/,
  /^.+\.env$/,
  /^\.envrc$/,
  // Keys, certificates with keys, key stores.
  /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|p8|asc|gpg|pgp|age)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?$/,
  // Logins of tools.
  /^\.(netrc|pgpass|npmrc|pypirc|htpasswd|git-credentials|dockercfg|my\.cnf|s3cfg|boto)$/,
  /^_netrc$/,
  /^(credentials|secrets?)(\.(json|ya?ml|toml|ini|txt|xml|properties))?$/,
  /^(service-account|client[_-]secret|application_default_credentials).*\.json$/,
  /\.(tfvars|tfstate)(\.json|\.backup)?$/,
  /^master\.key$/,
  /^(vault|vault[_-]pass(word)?)(\.txt|\.ya?ml)?$/,
];

const secretFolders: readonly RegExp[] = [/^\.(ssh|aws|gnupg|azure|kube|docker)$/];

/** True for a file that by its name holds secrets: nothing of it may be sent to a host. `path` has forward slashes. */
export function looksSecret(path: string): boolean {
  const parts = path.toLowerCase().split('/');
  const name = parts.pop() ?? '';
  if (secretNames.some((pattern) => pattern.test(name))) return true;
  return parts.some((folder) => secretFolders.some((pattern) => pattern.test(folder)));
}

// What a secret looks like in a file of any name. Each has a shape that ordinary code does not have by chance.
const secretContents: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----\s+[A-Za-z0-9+/=:]/,
  // AWS: the secret's own line, or a key id that is not one of the documentation's examples.
  /aws_secret_access_key["']?\s*[=:]\s*["']?[A-Za-z0-9/+]{40}\b/i,
  /\b(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{60,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/,
  /\bxox[abprs]-[0-9]{8,}-[A-Za-z0-9-]{10,}\b/,
  /\b[sr]k_live_[A-Za-z0-9]{20,}\b/,
  // Keys of hosted models.
  /(?<![\w-])sk-(?:[A-Za-z0-9]{40,}\b|(?:proj|svcacct|admin|ant-[a-z]+\d\d)-[A-Za-z0-9_-]{40,})/,
  /\bhf_[A-Za-z0-9]{34}\b/,
  /\bGOCSPX-[A-Za-z0-9_-]{28}(?![\w-])/,
  /\bhooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{20,}\b/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /"type"\s*:\s*"service_account"[\s\S]{0,400}"private_key"/,
];
// Each content pattern holds one of these; looking for them first costs a tenth of the patterns.
const secretHint =
  /PRIVATE KEY|aws_secret|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|[sr]k_live_|sk-|hf_|GOCSPX-|hooks\.slack|AIza|npm_|service_account/i;

/** True for text that holds what looks like a private key or an access token, whatever the file is called. */
export function holdsSecret(text: string): boolean {
  return secretHint.test(text) && secretContents.some((pattern) => pattern.test(text));
}
