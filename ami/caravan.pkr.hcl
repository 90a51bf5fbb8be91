# The image of Caravan's machines: Amazon Linux 2023, Corretto 25, the CloudWatch agent and the distribution.
# How to build it: docs/deploy.md.

variable "distribution" {
  type        = string
  description = "The path of the distribution, target/caravan.tar.gz."
}

variable "region" {
  type        = string
  description = "The region of the build. The image is available in this region and in copy_to_regions."
}

variable "architecture" {
  type        = string
  description = "The processor: arm64 for Graviton, or x86_64."
  default     = "arm64"
}

variable "kernel" {
  type        = string
  description = "The kernel series of Amazon Linux 2023."
  default     = "6.12"
}

variable "name" {
  type        = string
  description = "The beginning of the image's name. Time and architecture follow it."
  default     = "caravan"
}

variable "kms_key_id" {
  type        = string
  description = "The KMS key of the image's snapshot. Empty: the account's default key for EBS. To share the image with other accounts, use a customer managed key."
  default     = ""
}

variable "share_with_accounts" {
  type        = list(string)
  description = "Other accounts that can launch the image."
  default     = []
}

variable "copy_to_regions" {
  type        = list(string)
  description = "Regions of the same partition that get a copy."
  default     = []
}

variable "subnet_id" {
  type        = string
  description = "The subnet of the build machine, with internet access. Empty: the default VPC."
  default     = ""
}

locals {
  instance_types = { arm64 = "t4g.small", x86_64 = "t3.small" }
  time           = formatdate("YYYY-MM-DD-hhmm", timestamp())
}

source "amazon-ebs" "caravan" {
  region        = var.region
  instance_type = local.instance_types[var.architecture]
  subnet_id     = var.subnet_id

  source_ami_filter {
    owners      = ["amazon"]
    most_recent = true
    filters = {
      name                = "al2023-ami-2023.*-kernel-${var.kernel}-${var.architecture}"
      architecture        = var.architecture
      virtualization-type = "hvm"
      root-device-type    = "ebs"
    }
  }

  ami_name        = "${var.name}-${local.time}-${var.architecture}"
  ami_description = "Caravan on Amazon Linux 2023 with Corretto 25"
  ami_users       = var.share_with_accounts
  ami_regions     = var.copy_to_regions
  imds_support    = "v2.0"

  launch_block_device_mappings {
    device_name           = "/dev/xvda"
    volume_size           = 8
    volume_type           = "gp3"
    iops                  = 3000
    throughput            = 125
    encrypted             = true
    kms_key_id            = var.kms_key_id
    delete_on_termination = true
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  # Terminates a machine that is shut down, also after a failed build.
  shutdown_behavior                         = "terminate"
  associate_public_ip_address               = true
  temporary_security_group_source_public_ip = true
  communicator                              = "ssh"
  ssh_username                              = "ec2-user"
  ssh_clear_authorized_keys                 = true

  tags          = { Name = "caravan", Base = "{{ .SourceAMIName }}" }
  snapshot_tags = { Name = "caravan" }
  run_tags      = { Name = "caravan-image" }
}

build {
  sources = ["source.amazon-ebs.caravan"]

  provisioner "file" {
    source      = var.distribution
    destination = "/tmp/caravan.tar.gz"
  }

  provisioner "shell" {
    script          = "${path.root}/provision"
    execute_command = "chmod +x {{ .Path }}; sudo {{ .Vars }} {{ .Path }}"
  }

  post-processor "manifest" {
    output = "target/image.json"
  }
}
