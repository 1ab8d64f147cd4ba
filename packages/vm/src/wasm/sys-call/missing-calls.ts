import type { SysCallMethod } from "./request.ts";

/** SQL methods where the chain does not allow SQL: ChainMaker's refusal. Where it does: ours, for this node has no SQL store. Spec: vm.md §8.3. */
export const refuseSql: SysCallMethod = ({ frame }) =>
  frame.context.chainConfig.contract?.enableSqlSupport === true
    ? "sql is not available on this node"
    : "not support sql, you must set chainConfig[contract.enable_sql_support=true]";

export const refusePaillier: SysCallMethod = () => "[paillier operate] is not available on this node";

export const refuseBulletproofs: SysCallMethod = () => "[bulletproofs operate] is not available on this node";
