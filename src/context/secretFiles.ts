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
