/** What the gateway needs of a request as the contract keeps it. */
export interface GrantedRequest {
  readonly id: string;
  readonly entry: string;
  readonly consumer: string;
  readonly provider: string;
  readonly state: string;
  readonly fields: readonly string[];
  readonly purpose: string;
  /** Unix seconds. */
  readonly until: number;
  readonly usesMax: number;
  readonly used: number;
  readonly agreement: string;
}

/** One use that somebody wants to make. */
export interface Use {
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly uses: number;
  /** Unix seconds. */
  readonly at: number;
}

type Constraint =
  | { readonly leftOperand: "purpose"; readonly operator: "eq"; readonly rightOperand: string }
  | { readonly leftOperand: "dateTime"; readonly operator: "lt"; readonly rightOperand: string }
  | { readonly leftOperand: "count"; readonly operator: "lteq"; readonly rightOperand: number }
  | { readonly leftOperand: "yanta:field"; readonly operator: "isAllOf"; readonly rightOperand: readonly string[] };

/** An ODRL agreement with one permission. */
export interface Policy {
  readonly "@context": readonly [string, { readonly yanta: string }];
  readonly "@type": "Agreement";
  readonly uid: string;
  readonly assigner: string;
  readonly assignee: string;
  readonly permission: readonly [
    { readonly action: "use"; readonly target: string; readonly constraint: readonly Constraint[] },
  ];
}

/** The grant of a request as ODRL. Spec: W3C ODRL Information Model 2.2, sections 2.5 and 2.6.2. */
export function policyOf(request: GrantedRequest): Policy {
  return {
    "@context": ["http://www.w3.org/ns/odrl.jsonld", { yanta: "urn:yanta:directory:" }],
    "@type": "Agreement",
    uid: `urn:yanta:directory:request:${request.id}`,
    assigner: `urn:yanta:directory:department:${request.provider}`,
    assignee: `urn:yanta:directory:department:${request.consumer}`,
    permission: [
      {
        action: "use",
        target: `urn:yanta:directory:entry:${request.entry}`,
        constraint: [
          { leftOperand: "purpose", operator: "eq", rightOperand: request.purpose },
          { leftOperand: "dateTime", operator: "lt", rightOperand: new Date(request.until * 1000).toISOString() },
          { leftOperand: "count", operator: "lteq", rightOperand: request.usesMax },
          { leftOperand: "yanta:field", operator: "isAllOf", rightOperand: request.fields },
        ],
      },
    ],
  };
}

/** The first constraint that a use breaks, as `operand operator value`; undefined = none. `used` is what was counted before. */
export function brokenConstraint(policy: Policy, use: Use, used: number): string | undefined {
  for (const constraint of policy.permission[0].constraint)
    if (!holds(constraint, use, used)) {
      const { leftOperand, operator, rightOperand } = constraint;
      return `${leftOperand} ${operator} ${Array.isArray(rightOperand) ? rightOperand.join(", ") : String(rightOperand)}`;
    }
  return undefined;
}

function holds(constraint: Constraint, { purpose, fields, uses, at }: Use, used: number): boolean {
  switch (constraint.leftOperand) {
    case "purpose":
      return purpose === constraint.rightOperand;
    case "dateTime":
      return at * 1000 < Date.parse(constraint.rightOperand);
    case "count":
      return Number.isSafeInteger(uses) && uses >= 1 && used + uses <= constraint.rightOperand;
    case "yanta:field":
      return fields.length > 0 && fields.every((field) => constraint.rightOperand.includes(field));
  }
}
