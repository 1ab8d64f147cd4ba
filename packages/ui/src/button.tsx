import type { ComponentProps, ReactNode } from "react";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly kind?: "primary" | "plain" | "danger" | "link";
}

export function Button({ kind = "plain", className = "", ...rest }: ButtonProps): ReactNode {
  return <button type="button" {...rest} className={`ui-button ui-button-${kind} ${className}`} />;
}
