# This block is in a separate file because Packer before 1.7 includes the Amazon builder and refuses the block.
packer {
  required_plugins {
    amazon = {
      version = ">= 1.3.0"
      source  = "github.com/hashicorp/amazon"
    }
  }
}
