/** An answer other than success, in Ollama's words; `status` is the HTTP status. */
export class HostError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A request whose body can't be decoded. */
export class BodyError extends HostError {
  constructor(message: string) {
    super(400, message);
  }
}

export function modelNotFound(name: string): HostError {
  return new HostError(404, `model '${name}' not found`);
}
