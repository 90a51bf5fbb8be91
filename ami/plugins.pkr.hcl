# In a file of its own: Packer before 1.7 has the Amazon builder in it and refuses this block.
packer {
  required_plugins {
    amazon = {
      version = ">= 1.3.0"
      source  = "github.com/hashicorp/amazon"
    }
  }
}
