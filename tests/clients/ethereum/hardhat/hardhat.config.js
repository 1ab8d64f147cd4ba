import hardhatEthers from "@nomicfoundation/hardhat-ethers";

/** A project as Hardhat's own documentation has it for a network that is reached by URL. */
export default {
  plugins: [hardhatEthers],
  networks: {
    yanta: {
      type: "http",
      url: process.env.YANTA_ETHEREUM ?? "http://127.0.0.1:8545",
      accounts: [`0x${"a1".repeat(32)}`, `0x${"b0".repeat(32)}`],
    },
  },
};
