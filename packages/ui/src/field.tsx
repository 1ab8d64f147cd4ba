import { type ReactNode, useId } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with the value. */
  readonly fault?: string | undefined;
}

interface ValueProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
  readonly maxLength?: number;
}

/** What an input needs to be told apart by screen readers. */
interface InputIds {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": boolean;
}

function Field({
  label,
  hint,
  fault,
  input,
}: FieldProps & { readonly input: (ids: InputIds) => ReactNode }): ReactNode {
  const id = useId();
  const note = fault ?? hint;
  const describedBy = note === undefined ? undefined : `${id}-note`;
  return (
    <div className="ui-field">
      <label htmlFor={id}>{label}</label>
      {input({ id, "aria-describedby": describedBy, "aria-invalid": fault !== undefined })}
      {note === undefined ? null : (
        <p id={describedBy} className={fault === undefined ? "ui-hint" : "ui-fault"}>
          {note}
        </p>
      )}
    </div>
  );
}

export function TextField({
  type = "text",
  onChange,
  label,
  hint,
  fault,
  ...rest
}: ValueProps & {
  readonly type?: "text" | "number" | "date" | "search";
  readonly min?: string;
  readonly placeholder?: string;
}): ReactNode {
  return (
    <Field
      {...{ label, fault }}
      {...(hint === undefined ? {} : { hint })}
      input={(ids) => <input {...ids} {...rest} type={type} onChange={(event) => onChange(event.target.value)} />}
    />
  );
}

export function TextAreaField({
  onChange,
  label,
  hint,
  fault,
  rows = 3,
  ...rest
}: ValueProps & { readonly rows?: number; readonly placeholder?: string }): ReactNode {
  return (
    <Field
      {...{ label, fault }}
      {...(hint === undefined ? {} : { hint })}
      input={(ids) => <textarea {...ids} {...rest} rows={rows} onChange={(event) => onChange(event.target.value)} />}
    />
  );
}

export function SelectField({
  onChange,
  label,
  hint,
  fault,
  choices,
  ...rest
}: ValueProps & { readonly choices: readonly { readonly value: string; readonly label: string }[] }): ReactNode {
  return (
    <Field
      {...{ label, fault }}
      {...(hint === undefined ? {} : { hint })}
      input={(ids) => (
        <select {...ids} {...rest} onChange={(event) => onChange(event.target.value)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}

export function FileField({
  onFiles,
  label,
  hint,
  fault,
  ...rest
}: FieldProps & {
  readonly onFiles: (files: readonly File[]) => void;
  readonly accept?: string;
  readonly multiple?: boolean;
}): ReactNode {
  return (
    <Field
      {...{ label, fault }}
      {...(hint === undefined ? {} : { hint })}
      input={(ids) => (
        <input {...ids} {...rest} type="file" onChange={(event) => onFiles([...(event.target.files ?? [])])} />
      )}
    />
  );
}
